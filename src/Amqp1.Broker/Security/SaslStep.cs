namespace Amqp1.Broker.Security;

/// <summary>The answer of a mechanism to a response of the client: a challenge or the outcome.</summary>
/// <param name="Challenge">The challenge; null if this is the outcome.</param>
/// <param name="Identity">The identity of the client; null if the client was rejected.</param>
internal readonly record struct SaslStep(byte[]? Challenge, string? Identity)
{
    public static SaslStep Refused => default;

    public static SaslStep Accepted(string identity) => new(null, identity);

    public static SaslStep Ask(byte[] challenge) => new(challenge, null);
}
