import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AddParcel, CancelShipment, DispatchShipment, GetShipment, ListParcels } from './messages';

@Controller('shipments')
export class ShipmentsController {
  constructor(private readonly commands: CommandBus, private readonly queries: QueryBus) {}
  @Post(':id/dispatch')
  dispatch(@Req() req: { user: { orgId: string } }, @Param('id') id: string) {
    return this.commands.execute(new DispatchShipment(req.user.orgId, id));
  }
  @Post(':id/parcels')
  add(@Req() req: { user: { orgId: string } }, @Param('id') id: string, @Body() body: { weight: number }) {
    return this.commands.execute(new AddParcel({ orgId: req.user.orgId, shipmentId: id, weight: body.weight }));
  }
  @Delete(':id')
  cancel(@Param('id') id: string) {
    return this.commands.execute(new CancelShipment(id));
  }
  @Get(':id')
  one(@Req() req: { user: { orgId: string } }, @Param('id') id: string) {
    return this.queries.execute(new GetShipment(id, req.user.orgId));
  }
  @Get(':id/parcels')
  parcels(@Param('id') id: string) {
    return this.queries.execute(new ListParcels(id));
  }
}
