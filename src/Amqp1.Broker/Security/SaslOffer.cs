using System.Security.Cryptography.X509Certificates;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;

namespace Amqp1.Broker.Security;

/// <summary>The SASL mechanisms of a router, strongest first. Created once; the mechanisms for a client depend on its certificate.</summary>
internal sealed class SaslOffer
{
    private const string External = "EXTERNAL";
    private const string Plain = "PLAIN";
    private const string Anonymous = "ANONYMOUS";
    private static readonly string[] Known = [External, ScramHash.Sha256.Mechanism, ScramHash.Sha1.Mechanism, Plain, Anonymous];

    private readonly UserStore? _users;
    private readonly string[] _allowed;

    public SaslOffer(EmbeddedRouterOptions options)
    {
        _users = options.Users is { } users ? new UserStore(users) : null;
        _allowed = [.. Known.Where(name => IsPossible(name, options) && IsAllowed(name, options.SaslMechanisms))];
    }

    /// <summary>Whether any user name and password is accepted.</summary>
    public bool TakesAnyUser => _users is null && _allowed.Contains(Plain);

    public static void Validate(IEnumerable<string>? mechanisms)
    {
        foreach (var name in mechanisms ?? [])
        {
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"SaslMechanisms contains the unknown mechanism {name}. The known mechanisms are {string.Join(", ", Known)}.");
            }
        }
    }

    /// <summary>Returns the names for a client with that certificate, or without one.</summary>
    public string[] Names(X509Certificate2? certificate) =>
        certificate is null ? [.. _allowed.Where(name => name != External)] : _allowed;

    /// <summary>Returns the mechanism that a client has chosen; null if it was not offered.</summary>
    public IServerMechanism? Create(string name, X509Certificate2? certificate) =>
        !_allowed.Contains(name, StringComparer.Ordinal) ? null : name switch
        {
            External => certificate is null ? null : new ExternalServer(certificate),
            Plain => new PlainServer(_users),
            Anonymous => new AnonymousServer(),
            _ => new ScramServer(name == ScramHash.Sha256.Mechanism ? ScramHash.Sha256 : ScramHash.Sha1, _users!),
        };

    private static bool IsAllowed(string name, IEnumerable<string>? mechanisms) =>
        mechanisms is null || mechanisms.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsPossible(string name, EmbeddedRouterOptions options) => name switch
    {
        External => options.Tls is { ClientCertificates: not ClientCertificates.Ignore },
        Plain => true,
        Anonymous => options.AllowAnonymous,
        _ => options.Users is not null,
    };
}
