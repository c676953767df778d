namespace Amqp1.Embedded.Security;

/// <summary>What a mechanism answers to a response of the client: a challenge, or the outcome.</summary>
/// <param name="Challenge">The challenge; null when this is the outcome.</param>
/// <param name="Identity">Who the client is; null when it was refused.</param>
internal readonly record struct SaslStep(byte[]? Challenge, string? Identity)
{
    public static SaslStep Refused => default;

    public static SaslStep Accepted(string identity) => new(null, identity);

    public static SaslStep Ask(byte[] challenge) => new(challenge, null);
}
