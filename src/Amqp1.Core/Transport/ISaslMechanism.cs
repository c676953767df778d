namespace Amqp1.Transport;

/// <summary>The client's side of one SASL mechanism, for one connection.</summary>
internal interface ISaslMechanism
{
    string Name { get; }

    /// <summary>Who is to be authenticated, for messages.</summary>
    string Identity { get; }

    /// <summary>The initial response; null to send none.</summary>
    byte[]? Start();

    /// <summary>The answer to a challenge. Throws <see cref="SaslException"/> when the challenge is not acceptable.</summary>
    byte[] Respond(ReadOnlySpan<byte> challenge);

    /// <summary>Checks what the server sent with its positive outcome. Throws <see cref="SaslException"/> when it is not acceptable.</summary>
    void Complete(ReadOnlySpan<byte> additionalData);
}
