namespace Amqp1.Bus;

/// <summary>The stages of a bus, in their order.</summary>
internal enum BusStage
{
    Created,
    Started,
    Stopped,
}
