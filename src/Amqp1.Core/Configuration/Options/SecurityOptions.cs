namespace Amqp1.Configuration;

/// <summary>The options of TLS and SASL, section <c>Amqp1:Security</c>.</summary>
/// <remarks>
/// TLS is used when <see cref="Ssl"/>, <see cref="SslCaFile"/> or <see cref="SslCertFile"/> is set, directly on the TCP port.
/// </remarks>
public sealed class SecurityOptions
{
    /// <summary>Whether TLS is used. Without further options, the certificates of the system are trusted. Default: false.</summary>
    public bool Ssl { get; set; }

    /// <summary>A PEM file with the trusted certificate authorities; it enables TLS. Default: null (those of the system).</summary>
    public string? SslCaFile { get; set; }

    /// <summary>A PEM file with the client certificate; it enables TLS. Default: null (none).</summary>
    public string? SslCertFile { get; set; }

    /// <summary>A PEM file with the key of the client certificate. Default: null (the key is in <see cref="SslCertFile"/>).</summary>
    public string? SslKeyFile { get; set; }

    /// <summary>The password of the key, a secret. Default: null (the key is not encrypted).</summary>
    public string? SslKeyPassword { get; set; }

    /// <summary>
    /// Whether the server's certificate must contain the virtual host instead of the host name. The virtual host is then also sent as SNI.
    /// Default: false.
    /// </summary>
    public bool SslVerifyVhost { get; set; }

    /// <summary>Whether any server certificate is accepted; for experiments only. Default: false.</summary>
    public bool SslInsecure { get; set; }

    /// <summary>
    /// The allowed SASL mechanisms, separated by spaces, not case-sensitive: <c>"PLAIN EXTERNAL"</c>. Default: empty (all).
    /// </summary>
    public string SaslMechanisms { get; set; } = "";

    /// <summary>The configuration directory of the Cyrus library, which this driver does not use. Default: null.</summary>
    public string? SaslConfigDir { get; set; }

    /// <summary>The configuration name of the Cyrus library, which this driver does not use. Default: null.</summary>
    public string? SaslConfigName { get; set; }

    /// <summary>The realm that is appended as <c>@realm</c> to user names without <c>@</c>. Default: null (nothing is appended).</summary>
    public string? SaslDefaultRealm { get; set; }

    /// <summary>Whether connections without a user start with SASL. Default: <see cref="SaslLayer.Auto"/>.</summary>
    public SaslLayer SaslLayer { get; set; }

    internal bool UsesTls => Ssl || !string.IsNullOrEmpty(SslCaFile) || !string.IsNullOrEmpty(SslCertFile);

    /// <summary>The words of <see cref="SaslMechanisms"/> in upper case; empty when all mechanisms are allowed.</summary>
    internal IReadOnlyList<string> AllowedSaslMechanisms => Mechanisms(SaslMechanisms);

    /// <summary>Returns the names of a text such as <see cref="SaslMechanisms"/> in upper case.</summary>
    internal static IReadOnlyList<string> Mechanisms(string names) =>
        names.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    internal SecurityOptions Clone() => (SecurityOptions)MemberwiseClone();
}
