namespace Amqp1.Transport.Sasl;

/// <summary>The exception for a failed authentication. The message never contains credentials.</summary>
internal sealed class SaslException(string message) : Exception(message)
{
    /// <summary>The condition that upstream includes in its messages for every failed authentication. Operators search for it.</summary>
    public const string Condition = "amqp:unauthorized-access";
}
