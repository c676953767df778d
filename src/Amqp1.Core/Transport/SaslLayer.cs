namespace Amqp1.Transport;

/// <summary>When a SASL layer is spoken (specification B.2).</summary>
internal enum SaslLayer
{
    /// <summary>Always; without a user the mechanism is ANONYMOUS. Some brokers insist on the layer.</summary>
    Auto,

    /// <summary>Only when there is a user or a list of mechanisms, as the Python driver does.</summary>
    OnlyWithUser,
}
