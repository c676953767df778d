namespace Amqp1.Embedded.Frames;

/// <summary>What a fault of the peer ends.</summary>
internal enum FaultScope
{
    Connection,
    Session,
    Link,
}
