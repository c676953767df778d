namespace Amqp1.Configuration;

/// <summary>Whether a connection starts with SASL. With a user in the transport URL it always does.</summary>
public enum SaslLayer
{
    /// <summary>The driver chooses: today SASL on every connection, ANONYMOUS without a user unless another mechanism is asked for.</summary>
    Auto,

    /// <summary>SASL on every connection, whatever the driver would choose.</summary>
    Always,

    /// <summary>Without a user and without allowed mechanisms plain AMQP, with no SASL header: what the Python driver does.</summary>
    Never,
}
