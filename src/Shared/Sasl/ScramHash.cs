using System.Security.Cryptography;

namespace Amqp1.Transport.Sasl;

/// <summary>A hash function for SCRAM, and the keys that are derived from a password (RFC 5802, section 3; RFC 7677).</summary>
internal sealed class ScramHash
{
    private readonly HashAlgorithmName _algorithm;

    private ScramHash(string mechanism, HashAlgorithmName algorithm, int size)
    {
        Mechanism = mechanism;
        _algorithm = algorithm;
        Size = size;
    }

    public static ScramHash Sha256 { get; } = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    public static ScramHash Sha1 { get; } = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, SHA1.HashSizeInBytes);

    /// <summary>The name of the SASL mechanism with this hash.</summary>
    public string Mechanism { get; }

    /// <summary>The size of a hash in bytes.</summary>
    public int Size { get; }

    /// <summary>Computes Hi(), whose cost is linear in the iterations. <paramref name="password"/> must already be prepared.</summary>
    public byte[] SaltedPassword(byte[] password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, _algorithm, Size);

    public byte[] ClientKey(byte[] saltedPassword) => Hmac(saltedPassword, "Client Key"u8);

    public byte[] ServerKey(byte[] saltedPassword) => Hmac(saltedPassword, "Server Key"u8);

    public byte[] Hash(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(_algorithm, data);

    public byte[] Hmac(byte[] key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(_algorithm, key, data);

    public static byte[] Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var result = left.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] ^= right[i];
        }

        return result;
    }
}
