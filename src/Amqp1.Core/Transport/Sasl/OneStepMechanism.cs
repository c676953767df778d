namespace Amqp1.Transport.Sasl;

/// <summary>A mechanism that consists only of an initial response: ANONYMOUS, PLAIN or EXTERNAL.</summary>
internal sealed class OneStepMechanism(string name, string identity, byte[] initialResponse) : ISaslMechanism
{
    public string Name => name;

    public string Identity => identity;

    public byte[]? Start() => initialResponse;

    public byte[] Respond(ReadOnlySpan<byte> challenge) =>
        throw new SaslException($"{SaslException.Condition}: the server sent a challenge, but the mechanism {name} has none.");

    public void Complete(ReadOnlySpan<byte> additionalData)
    {
    }
}
