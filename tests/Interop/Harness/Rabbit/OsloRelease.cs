namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A release of oslo.messaging that Python peers can use. Its text is its version, so that names of tests show it.</summary>
public sealed class OsloRelease
{
    private readonly PeerTree? _tree;

    private OsloRelease(string version, string? tree)
    {
        Version = version;
        _tree = tree is null ? null : new PeerTree("oslo.messaging", version, tree);
    }

    /// <summary>The release that is installed on this machine.</summary>
    public static OsloRelease Machine { get; } = new("14.0.3", null);

    public static OsloRelease Trixie { get; } = new("16.1.0", "oslo-trixie");

    public static OsloRelease Newest { get; } = new("18.3.0", "oslo-sid");

    /// <summary>
    /// The releases that a run of the tests covers: the oldest and the newest, or all of them with <see cref="TestMatrix.Variable"/>.
    /// </summary>
    public static IReadOnlyList<OsloRelease> Covered { get; } = TestMatrix.IsWhole ? [Machine, Trixie, Newest] : [Machine, Newest];

    /// <summary>The version that the tests were written against.</summary>
    public string Version { get; }

    /// <summary>The interpreter with this release.</summary>
    internal string Python => _tree is null ? PeerRequirements.Python : Path.Combine(_tree.Root, "python");

    /// <summary>Returns the release with this version.</summary>
    public static OsloRelease Of(string version) => new[] { Machine, Trixie, Newest }.Single(release => release.Version == version);

    /// <summary>Skips the test if the release is not installed.</summary>
    public async Task RequireAsync()
    {
        if (_tree is null)
        {
            await PeerRequirements.RequirePythonAsync();
        }
        else
        {
            Assert.SkipWhen(_tree.Missing is not null, _tree.Missing ?? "");
        }
    }

    public override string ToString() => Version;
}
