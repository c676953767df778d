using System.Text;

namespace Amqp1.Transport;

/// <summary>The mechanisms this side is ready to use for a host, strongest first (specification B.2).</summary>
internal static class SaslMechanismSet
{
    private const string External = "EXTERNAL";
    private const string Plain = "PLAIN";
    private const string Anonymous = "ANONYMOUS";

    /// <summary>Null when no SASL layer is to be spoken at all.</summary>
    public static IReadOnlyList<ISaslMechanism>? For(Endpoint endpoint, SecuritySettings security)
    {
        var user = string.IsNullOrEmpty(endpoint.User) ? null : WithRealm(endpoint.User, security.DefaultRealm);
        if (user is null && security.Mechanisms.Count == 0 && !security.SaslWithoutUser)
        {
            return null;
        }

        var ready = new List<ISaslMechanism>();
        if (security.Tls?.ClientCertificate is not null)
        {
            ready.Add(new OneStepMechanism(External, Encoding.UTF8.GetBytes(user ?? "")));
        }

        if (user is not null)
        {
            ready.Add(new OneStepMechanism(Plain, Encoding.UTF8.GetBytes($"\0{user}\0{endpoint.Password}")));
        }

        // With a user this is only for peers that offer nothing else, and only when asked for: credentials given are meant to count.
        if (user is null || Allows(security, Anonymous))
        {
            ready.Add(new OneStepMechanism(Anonymous, Encoding.UTF8.GetBytes(user ?? "anonymous")));
        }

        return security.Mechanisms.Count == 0 ? ready : [.. ready.Where(mechanism => Allows(security, mechanism.Name))];
    }

    private static bool Allows(SecuritySettings security, string name) =>
        security.Mechanisms.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string WithRealm(string user, string? realm) =>
        string.IsNullOrEmpty(realm) || user.Contains('@', StringComparison.Ordinal) ? user : $"{user}@{realm}";
}
