namespace Amqp1.Configuration;

/// <summary>Whether a connection starts with SASL. With a user in the transport URL it always does.</summary>
public enum SaslLayer
{
    /// <summary>SASL on every connection; ANONYMOUS without a user, unless the allowed mechanisms say otherwise.</summary>
    Auto,

    /// <summary>SASL on every connection, and a connection that cannot agree on a mechanism fails.</summary>
    Always,

    /// <summary>Without a user and without allowed mechanisms plain AMQP, with no SASL header: what the Python driver does.</summary>
    Never,
}
