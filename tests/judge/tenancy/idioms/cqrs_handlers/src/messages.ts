export class DispatchShipment {
  constructor(public readonly orgId: string, public readonly shipmentId: string) {}
}
export class AddParcel {
  constructor(public readonly input: { orgId: string; shipmentId: string; weight: number }) {}
}
export class CancelShipment {
  constructor(public readonly shipmentId: string) {}
}
export class GetShipment {
  constructor(readonly id: string, readonly orgId: string) {}
}
export class ListParcels {
  constructor(readonly shipmentId: string, readonly orgId?: string) {}
}
export class ShipmentDispatched {
  constructor(readonly shipmentId: string) {}
}
