using System.Security.Cryptography;
using System.Text;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;

namespace Amqp1.Broker.Security;

/// <summary>
/// The SCRAM mechanisms without channel binding (RFC 5802, RFC 7677). The server signature is sent as a separate challenge and not with the
/// outcome, because several clients do not look for it there.
/// </summary>
internal sealed class ScramServer(ScramHash hash, UserStore users) : IServerMechanism
{
    private string? _user;
    private string _clientFirst = "";
    private string _gsHeader = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private ScramVerifier? _verifier;
    private bool _proven;

    public SaslStep Take(ReadOnlySpan<byte> response)
    {
        if (_proven)
        {
            return response.IsEmpty ? SaslStep.Accepted(_user!) : SaslStep.Refused;
        }

        var text = Encoding.UTF8.GetString(response);
        return _verifier is null ? First(text) : Final(text, _verifier);
    }

    private SaslStep First(string message)
    {
        // The parts are the channel-binding flag, the requested identity, and the bare message. The flag "p" would require a channel
        // binding, which was not offered.
        var parts = message.Split(',');
        if (parts.Length < 4 || parts[0] is not ("n" or "y") || parts[1].Length > 0
            || ScramMessage.Attribute(parts, 2, 'n') is not { } name || ScramMessage.Unescape(name) is not { Length: > 0 } user
            || ScramMessage.Attribute(parts, 3, 'r') is not { Length: > 0 } nonce)
        {
            return SaslStep.Refused;
        }

        _user = user;
        _verifier = users.Verifier(hash, user);
        _gsHeader = $"{parts[0]},,";
        _clientFirst = message[_gsHeader.Length..];
        _nonce = nonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_verifier.Salt)},i={UserStore.Iterations}";
        return SaslStep.Ask(Encoding.UTF8.GetBytes(_serverFirst));
    }

    private SaslStep Final(string message, ScramVerifier verifier)
    {
        var parts = message.Split(',');
        var binding = Convert.ToBase64String(Encoding.UTF8.GetBytes(_gsHeader));
        if (ScramMessage.Attribute(parts, 0, 'c') != binding || ScramMessage.Attribute(parts, 1, 'r') != _nonce
            || ScramMessage.Base64(ScramMessage.Attribute(parts, parts.Length - 1, 'p')) is not { } proof || proof.Length != hash.Size)
        {
            return SaslStep.Refused;
        }

        var withoutProof = message[..message.LastIndexOf(",p=", StringComparison.Ordinal)];
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{withoutProof}");
        var clientKey = ScramHash.Xor(proof, hash.Hmac(verifier.StoredKey, authMessage));
        if (!CryptographicOperations.FixedTimeEquals(hash.Hash(clientKey), verifier.StoredKey))
        {
            return SaslStep.Refused;
        }

        _proven = true;
        return SaslStep.Ask(Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(hash.Hmac(verifier.ServerKey, authMessage))}"));
    }
}
