namespace Amqp1.Transport;

/// <summary>Authentication failed. The message never holds credentials.</summary>
internal sealed class SaslException(string message) : Exception(message)
{
    /// <summary>What upstream's texts carry for every failed authentication; operators grep for it.</summary>
    public const string Condition = "amqp:unauthorized-access";
}
