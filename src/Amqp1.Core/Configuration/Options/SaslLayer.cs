namespace Amqp1.Configuration;

/// <summary>Specifies whether a connection starts with SASL. With a user in the transport URL, it always does.</summary>
public enum SaslLayer
{
    /// <summary>
    /// The driver decides. Currently every connection uses SASL; without a user, the mechanism is ANONYMOUS unless another one is
    /// configured.
    /// </summary>
    Auto,

    /// <summary>Every connection uses SASL, regardless of the decision of the driver.</summary>
    Always,

    /// <summary>
    /// Without a user and without allowed mechanisms, the connection uses plain AMQP without a SASL header, like the Python driver.
    /// </summary>
    Never,
}
