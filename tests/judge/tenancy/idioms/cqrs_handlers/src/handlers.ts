import { NotFoundException } from '@nestjs/common';
import { CommandHandler, EventBus, EventsHandler, ICommandHandler, IEventHandler, IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { Parcel, Shipment } from './entities';
import { AddParcel, CancelShipment, DispatchShipment, GetShipment, ListParcels, ShipmentDispatched } from './messages';

@CommandHandler(DispatchShipment)
export class DispatchShipmentHandler implements ICommandHandler<DispatchShipment> {
  constructor(
    @InjectRepository(Shipment) private readonly shipments: Repository<Shipment>,
    private readonly events: EventBus,
  ) {}
  async execute({ orgId, shipmentId }: DispatchShipment) {
    const shipment = await this.shipments.findOneBy({ id: shipmentId, orgId }); // safe
    if (!shipment) throw new NotFoundException();
    shipment.status = 'dispatched';
    await this.shipments.save(shipment); // safe
    this.events.publish(new ShipmentDispatched(shipment.id));
  }
}

@CommandHandler(AddParcel)
export class AddParcelHandler implements ICommandHandler<AddParcel> {
  constructor(private readonly dataSource: DataSource) {}
  async execute(command: AddParcel) {
    const { input } = command;
    return this.dataSource.transaction(async (manager) => {
      const shipment = await manager.findOne(Shipment, { where: { id: input.shipmentId, orgId: input.orgId } }); // safe
      if (!shipment) {
        throw new NotFoundException(`no shipment ${input.shipmentId}`);
      }
      const parcel = manager.create(Parcel, { shipmentId: shipment.id, weight: input.weight });
      await manager.save(parcel); // safe
      const total = await manager.count(Parcel, { where: { shipmentId: input.shipmentId } }); // safe
      return { total };
    });
  }
}

@CommandHandler(CancelShipment)
export class CancelShipmentHandler implements ICommandHandler<CancelShipment> {
  constructor(@InjectRepository(Shipment) private readonly shipments: Repository<Shipment>) {}
  async execute(command: CancelShipment) {
    await this.shipments.update(command.shipmentId, { status: 'cancelled' }); // unsafe
  }
}

@QueryHandler(GetShipment)
export class GetShipmentHandler implements IQueryHandler<GetShipment> {
  constructor(
    @InjectRepository(Shipment) private readonly shipments: Repository<Shipment>,
    @InjectRepository(Parcel) private readonly parcels: Repository<Parcel>,
  ) {}
  async execute(query: GetShipment) {
    const shipment = await this.shipments.findOneOrFail({ where: { id: query.id, org: { id: query.orgId } } }); // safe
    const parcels = await this.parcels.find({ where: { shipmentId: shipment.id } }); // safe
    return { ...shipment, parcels };
  }
}

@QueryHandler(ListParcels)
export class ListParcelsHandler implements IQueryHandler<ListParcels> {
  constructor(@InjectRepository(Parcel) private readonly parcels: Repository<Parcel>) {}
  async execute(query: ListParcels) {
    return this.parcels.find({ where: { shipment: { id: query.shipmentId, orgId: query.orgId } } }); // unsafe
  }
}

@EventsHandler(ShipmentDispatched)
export class ShipmentDispatchedHandler implements IEventHandler<ShipmentDispatched> {
  constructor(@InjectRepository(Parcel) private readonly parcels: Repository<Parcel>) {}
  async handle(event: ShipmentDispatched) {
    await this.parcels.update({ shipmentId: event.shipmentId }, { weight: 0 }); // unsafe
  }
}
