using Amqp1.Cli.Checks;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Embedded;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>A router, files and certificates in which a test plants a mistake, and the settings that are checked.</summary>
internal sealed class CheckBench : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];

    public TestAuthority Authority { get; } = TestAuthority.Create();

    public TestFiles Files { get; } = new();

    public EmbeddedRouterOptions RouterOptions { get; } = new() { OpenTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>The sources that are checked. In their text, <c>{port}</c> is the port of the router.</summary>
    public List<string> Sources { get; } = ["amqp://localhost:{port}/"];

    public List<string> Topics { get; } = [];

    /// <summary>Settings of the section <c>Amqp1</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>
    /// The limits: long for answers, because the machine of the tests may be busy. A router delivers all copies of a message before it
    /// settles it, so that the time for further copies does not matter.
    /// </summary>
    public CheckLimits Limits { get; set; } = new() { Answer = TimeSpan.FromSeconds(20), Quiet = TimeSpan.FromMilliseconds(50) };

    /// <summary>The file with the certificate of the authority.</summary>
    public string AuthorityFile => Files.Certificates("ca.pem", Authority.Certificate);

    /// <summary>Replaces the sources by one URL.</summary>
    public void Url(string url)
    {
        Sources.Clear();
        Sources.Add(url);
    }

    /// <summary>Replaces the sources by one ini file.</summary>
    public void Ini(params string[] lines)
    {
        Sources.Clear();
        Sources.Add(Files.Write("service.conf", lines));
    }

    /// <summary>Ends a server together with this bench.</summary>
    public T Own<T>(T server)
        where T : IAsyncDisposable
    {
        _servers.Add(server);
        return server;
    }

    /// <summary>Starts the router and runs all checks.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancel)
    {
        var router = Own(await EmbeddedRouter.StartAsync(RouterOptions, cancel));
        foreach (var file in Sources.Where(File.Exists))
        {
            await File.WriteAllTextAsync(file, WithPort(await File.ReadAllTextAsync(file, cancel)), cancel);
        }

        var settings = await SettingsLoader.LoadAsync([.. Sources.Select(WithPort)], Settings, cancel);
        var results = new List<CheckResult>();
        await new CheckRunner(new CheckRequest(settings, Limits) { Topics = Topics }, TimeProvider.System, results.Add).RunAsync(cancel);
        return results;

        string WithPort(string text) => text.Replace("{port}", $"{router.Port}", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Authority.Dispose();
        Files.Dispose();
    }
}
