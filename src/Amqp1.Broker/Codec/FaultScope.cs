namespace Amqp1.Broker.Codec;

/// <summary>The scope that a fault of the peer ends.</summary>
internal enum FaultScope
{
    Connection,
    Session,
    Link,
}
