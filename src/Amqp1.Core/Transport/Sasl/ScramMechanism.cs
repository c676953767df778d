using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Amqp1.Transport.Sasl;

/// <summary>
/// SCRAM without channel binding (RFC 5802, RFC 7677). The password is not sent over the network, and the server must prove that it also
/// knows the password. An instance serves one exchange.
/// </summary>
internal sealed class ScramMechanism : ISaslMechanism
{
    /// <summary>
    /// The maximum number of iterations that a server may request. This number takes seconds; a hostile server could otherwise request
    /// hours of work.
    /// </summary>
    public const int MaxIterations = 10_000_000;

    /// <summary>
    /// The minimum number of iterations that a server may request (RFC 7677, section 4). With fewer iterations, an attacker that
    /// impersonates the server could guess the password from the proof with little work.
    /// </summary>
    public const int MinIterations = 4096;

    private const string GsHeader = "n,,";
    private const string EncodedGsHeader = "biws";

    private readonly ScramHash _hash;
    private readonly string _password;
    private readonly string _nonce;
    private readonly string _firstBare;
    private byte[]? _serverSignature;
    private bool _verified;

    /// <param name="hash">The hash function of the mechanism.</param>
    /// <param name="user">The user name, including the realm.</param>
    /// <param name="password">The password, not prepared.</param>
    /// <param name="nonce">A fixed nonce for tests with known results; null for a random nonce.</param>
    public ScramMechanism(ScramHash hash, string user, string password, string? nonce = null)
    {
        _hash = hash;
        _password = password;
        _nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        Identity = user;
        _firstBare = $"n={ScramMessage.Escape(SaslPrep.Prepare(user, "user name"))},r={_nonce}";
    }

    public string Name => _hash.Mechanism;

    public string Identity { get; }

    public byte[] Start() => Encoding.UTF8.GetBytes(GsHeader + _firstBare);

    public byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        if (_serverSignature is null)
        {
            return Prove(Encoding.UTF8.GetString(challenge));
        }

        if (_verified)
        {
            throw Refused("the server continued after its signature");
        }

        Verify(challenge);
        return [];
    }

    public void Complete(ReadOnlySpan<byte> additionalData)
    {
        if (!_verified)
        {
            Verify(additionalData);
        }
    }

    private byte[] Prove(string serverFirst)
    {
        var parts = serverFirst.Split(',');
        if (ScramMessage.Attribute(parts, 0, 'm') is not null)
        {
            throw Refused("the server requires an unknown extension");
        }

        if (ScramMessage.Attribute(parts, 0, 'r') is not { } nonce || !nonce.StartsWith(_nonce, StringComparison.Ordinal) || nonce.Length == _nonce.Length)
        {
            throw Refused("the server's nonce does not continue the client's");
        }

        if (ScramMessage.Base64(ScramMessage.Attribute(parts, 1, 's')) is not { Length: > 0 } salt)
        {
            throw Refused("the server sent no salt");
        }

        if (!int.TryParse(ScramMessage.Attribute(parts, 2, 'i'), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < MinIterations or > MaxIterations)
        {
            throw Refused($"the server's iteration count is not between {MinIterations} and {MaxIterations}");
        }

        var salted = _hash.SaltedPassword(Encoding.UTF8.GetBytes(SaslPrep.Prepare(_password, "password")), salt, iterations);
        var clientKey = _hash.ClientKey(salted);
        var withoutProof = $"c={EncodedGsHeader},r={nonce}";
        var authMessage = Encoding.UTF8.GetBytes($"{_firstBare},{serverFirst},{withoutProof}");
        var proof = ScramHash.Xor(clientKey, _hash.Hmac(_hash.Hash(clientKey), authMessage));
        _serverSignature = _hash.Hmac(_hash.ServerKey(salted), authMessage);
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private void Verify(ReadOnlySpan<byte> serverFinal)
    {
        var parts = Encoding.UTF8.GetString(serverFinal).Split(',');
        if (ScramMessage.Attribute(parts, 0, 'e') is { } error)
        {
            throw Refused($"the server reported {PeerText.Clean(error)}");
        }

        if (_serverSignature is null
            || ScramMessage.Base64(ScramMessage.Attribute(parts, 0, 'v')) is not { } signature
            || !CryptographicOperations.FixedTimeEquals(signature, _serverSignature))
        {
            throw Refused("the server did not prove that it knows the password");
        }

        _verified = true;
    }

    private SaslException Refused(string reason) => new($"{SaslException.Condition}: {Name} failed, {reason}.");
}
