namespace Amqp1.Rpc;

/// <summary>A call or cast asks for a version above the client's version cap; nothing was sent.</summary>
public sealed class RpcVersionCapException : MessagingException
{
    /// <summary>Makes one with the two versions.</summary>
    public RpcVersionCapException(string? version, string versionCap)
        : base($"Requested message version, {version ?? "none"}, is incompatible. It needs to be equal in major version and less than or equal in minor version as the specified version cap {versionCap}.")
    {
        Version = version;
        VersionCap = versionCap;
    }

    /// <summary>The version asked for; null when the client asks for none, which a cap does not allow.</summary>
    public string? Version { get; }

    /// <summary>The cap.</summary>
    public string VersionCap { get; }
}
