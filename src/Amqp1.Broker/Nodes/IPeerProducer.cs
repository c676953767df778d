namespace Amqp1.Broker.Nodes;

/// <summary>A producer on behalf of a peer.</summary>
internal interface IPeerProducer : IProducer
{
    IRequester Requester { get; }
}
