namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A peer that <c>eng/install-peer-trees</c> has extracted into a folder of its own.</summary>
/// <param name="Peer">The name of the peer, for messages.</param>
/// <param name="Expected">The version that the tests were written against.</param>
/// <param name="Name">The name of the folder.</param>
internal sealed record PeerTree(string Peer, string Expected, string Name)
{
    /// <summary>The full path of the folder.</summary>
    public string Root => Path.Combine(PeerFolder.Path, Name);

    /// <summary>The reason why the tests that need this peer are skipped; null when it is installed.</summary>
    public string? Missing => File.Exists(VersionFile) ? null : $"{Peer} {Expected} is not installed in {Root} (eng/install-peers).";

    /// <summary>
    /// The installed version. It is newer than the tests expect if the Debian suite has been updated since they were written.
    /// </summary>
    public string Version => File.ReadAllText(VersionFile).Trim();

    private string VersionFile => Path.Combine(Root, "version");

    public override string ToString() => $"{Peer} {Expected}";
}
