using System.Text;
using Amqp1.Transport.Sasl;

namespace Amqp1.Transport;

/// <summary>The mechanisms that this side can use for a host, strongest first (docs/spec/connection.md#sasl).</summary>
internal static class SaslMechanismSet
{
    private const string External = "EXTERNAL";
    private const string Plain = "PLAIN";
    private const string Anonymous = "ANONYMOUS";

    /// <summary>
    /// Returns the mechanisms, or null if no SASL layer is to be used. The objects are created for every attempt, because each serves one
    /// exchange.
    /// </summary>
    public static IReadOnlyList<ISaslMechanism>? For(PeerHost host, SecuritySettings security)
    {
        var user = string.IsNullOrEmpty(host.User) ? null : WithRealm(host.User, security.DefaultRealm);
        if (user is null && security.Mechanisms.Count == 0 && !security.SaslWithoutUser)
        {
            return null;
        }

        var ready = new List<ISaslMechanism>();
        if (security.Tls?.ClientCertificate is { } certificate && Allows(security, External))
        {
            ready.Add(new OneStepMechanism(External, user ?? certificate.Subject, Encoding.UTF8.GetBytes(user ?? "")));
        }

        if (user is not null)
        {
            AddWithPassword(ready, security, user, host.Password ?? "");
        }

        // If credentials are configured, the server must check them. A server that does not request them is treated as the wrong server,
        // unless ANONYMOUS is configured explicitly.
        if (user is null ? Allows(security, Anonymous) : security.Mechanisms.Contains(Anonymous, StringComparer.OrdinalIgnoreCase))
        {
            ready.Add(new OneStepMechanism(Anonymous, user ?? "anonymous", Encoding.UTF8.GetBytes(user ?? "anonymous")));
        }

        return ready;
    }

    private static void AddWithPassword(List<ISaslMechanism> ready, SecuritySettings security, string user, string password)
    {
        if (user.Contains('\0', StringComparison.Ordinal) || password.Contains('\0', StringComparison.Ordinal))
        {
            throw new SaslException($"{SaslException.Condition}: neither a user name nor a password may contain the character NUL.");
        }

        foreach (var hash in (ReadOnlySpan<ScramHash>)[ScramHash.Sha256, ScramHash.Sha1])
        {
            if (Allows(security, hash.Mechanism))
            {
                ready.Add(new ScramMechanism(hash, user, password));
            }
        }

        if (Allows(security, Plain))
        {
            ready.Add(new OneStepMechanism(Plain, user, Encoding.UTF8.GetBytes($"\0{user}\0{password}")));
        }
    }

    private static bool Allows(SecuritySettings security, string name) =>
        security.Mechanisms.Count == 0 || security.Mechanisms.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string WithRealm(string user, string? realm) =>
        string.IsNullOrEmpty(realm) || user.Contains('@', StringComparison.Ordinal) ? user : $"{user}@{realm}";
}
