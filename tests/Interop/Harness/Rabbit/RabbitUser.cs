using System.Security.Cryptography;
using System.Text;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A user of a broker and its permissions in one virtual host, which are regular expressions for names.</summary>
internal sealed record RabbitUser(string Name, string Vhost = "/", string Configure = ".*", string Write = ".*", string Read = ".*")
{
    public string Password { get; init; } = RandomNumberGenerator.GetHexString(16);

    public string[] Tags { get; init; } = [];

    /// <summary>Returns the hash of the password as RabbitMQ stores it: four bytes of salt, then SHA-256 over salt and password.</summary>
    public string PasswordHash()
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
    }
}
