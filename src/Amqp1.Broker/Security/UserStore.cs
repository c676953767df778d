using System.Security.Cryptography;
using System.Text;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;

namespace Amqp1.Broker.Security;

/// <summary>
/// The users of the router. The SCRAM data is derived when the router starts, because deriving it while a client waits would delay all
/// other clients.
/// </summary>
internal sealed class UserStore
{
    public const int Iterations = 4096;
    private const int SaltSize = 16;

    private readonly Dictionary<string, byte[]> _passwords = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Mechanism, string User), ScramVerifier> _verifiers = [];
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(SaltSize);

    public UserStore(IEnumerable<KeyValuePair<string, string>> users)
    {
        foreach (var (user, password) in users)
        {
            _passwords[user] = Encoding.UTF8.GetBytes(password);
            Derive(ScramHash.Sha256, user, password);
            Derive(ScramHash.Sha1, user, password);
        }
    }

    public bool HasPassword(string user, ReadOnlySpan<byte> password) =>
        _passwords.TryGetValue(user, out var expected) && CryptographicOperations.FixedTimeEquals(password, expected);

    /// <summary>
    /// Returns the verifier of a user. For an unknown user it returns a verifier that matches no password, always the same one, so that a
    /// client cannot find out which names exist.
    /// </summary>
    public ScramVerifier Verifier(ScramHash hash, string user)
    {
        if (_verifiers.TryGetValue((hash.Mechanism, user), out var known))
        {
            return known;
        }

        var made = hash.Hmac(_secret, Encoding.UTF8.GetBytes(user));
        return new ScramVerifier(made[..SaltSize], hash.Hmac(_secret, made), made);
    }

    private void Derive(ScramHash hash, string user, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var salted = hash.SaltedPassword(Encoding.UTF8.GetBytes(SaslPrep.Prepare(password, "password")), salt, Iterations);
        var verifier = new ScramVerifier(salt, hash.Hash(hash.ClientKey(salted)), hash.ServerKey(salted));
        _verifiers[(hash.Mechanism, SaslPrep.Prepare(user, "user name"))] = verifier;
    }
}
