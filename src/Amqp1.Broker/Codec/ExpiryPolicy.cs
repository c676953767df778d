namespace Amqp1.Broker.Codec;

/// <summary>The event after which a terminus expires, when its timeout has passed (AMQP 1.0 part 3, section 3.5.6).</summary>
internal enum ExpiryPolicy
{
    LinkDetach,
    SessionEnd,
    ConnectionClose,
    Never,
}
