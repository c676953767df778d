namespace Amqp1.Rpc;

/// <summary>
/// The exception that is thrown when a call or cast requests a version above the version cap of the client. Nothing was sent.
/// </summary>
public sealed class RpcVersionCapException : MessagingException
{
    /// <summary>Initializes a new instance of the exception with the two versions.</summary>
    public RpcVersionCapException(string? version, string versionCap)
        : base($"Requested message version, {version ?? "none"}, is incompatible. It needs to be equal in major version and less than or equal in minor version as the specified version cap {versionCap}.")
    {
        Version = version;
        VersionCap = versionCap;
    }

    /// <summary>The requested version; null when the client requests none, which a cap does not permit.</summary>
    public string? Version { get; }

    /// <summary>The version cap.</summary>
    public string VersionCap { get; }
}
