namespace Amqp1.Transport.Sasl;

/// <summary>The client side of one SASL mechanism, for one connection.</summary>
internal interface ISaslMechanism
{
    string Name { get; }

    /// <summary>The identity to authenticate, for use in messages.</summary>
    string Identity { get; }

    /// <summary>Returns the initial response, or null to send none.</summary>
    byte[]? Start();

    /// <summary>Returns the response to a challenge. Throws <see cref="SaslException"/> if the challenge is not acceptable.</summary>
    byte[] Respond(ReadOnlySpan<byte> challenge);

    /// <summary>
    /// Checks the data that the server sent with its positive outcome. Throws <see cref="SaslException"/> if the data is not acceptable.
    /// </summary>
    void Complete(ReadOnlySpan<byte> additionalData);
}
