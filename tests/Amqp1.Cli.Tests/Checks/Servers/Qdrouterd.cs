namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>
/// One or two qdrouterd that a test configures and starts, with the command in AMQP1_TEST_QDROUTERD, and the arguments of
/// <c>amqp1 check</c>.
/// </summary>
internal sealed class Qdrouterd : IAsyncDisposable
{
    public const string Variable = "AMQP1_TEST_QDROUTERD";

    private readonly List<ServerProcess> _processes = [];
    private readonly string _command;

    private Qdrouterd(string command) => _command = command;

    public QdrouterdConfiguration First { get; } = new();

    /// <summary>A second router; null for none.</summary>
    public QdrouterdConfiguration? Second { get; set; }

    public TestFiles Files { get; } = new();

    public TestAuthority Authority { get; } = TestAuthority.Create();

    /// <summary>The URL or file. In its text, <c>{port}</c> is the port of the first router, and <c>{second}</c> that of the second.</summary>
    public string Source { get; set; } = "amqp://127.0.0.1:{port}/";

    /// <summary>Options of the section <c>Amqp1</c>.</summary>
    public Dictionary<string, string> Options { get; } = [];

    /// <summary>Creates a router that is not started. The test is skipped if there is no qdrouterd.</summary>
    public static Qdrouterd Require()
    {
        var command = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(command), $"{Variable} names no command that starts qdrouterd with further arguments.");
        return new Qdrouterd(command!);
    }

    /// <summary>Replaces the source by an ini file.</summary>
    public void Ini(params string[] lines) => Source = Files.Write("service.conf", WithPorts(string.Join('\n', lines)));

    /// <summary>Starts the routers and runs the check.</summary>
    public async Task<ServerReport> CheckAsync(string limit, CancellationToken cancel)
    {
        await StartAsync(First, "first.conf", cancel);
        if (Second is not null)
        {
            await StartAsync(Second, "second.conf", cancel);
        }

        return await ServerReport.RunAsync(limit, [WithPorts(Source), .. Options.SelectMany(option => new[] { "--option", $"{option.Key}={option.Value}" })]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Files.Dispose();
        Authority.Dispose();
    }

    private async Task StartAsync(QdrouterdConfiguration configuration, string name, CancellationToken cancel)
    {
        var file = Files.Write(name, configuration.ToString());
        _processes.Add(await ServerProcess.StartAsync(_command, ["-c", file], [$"Listening on 127.0.0.1:{configuration.Port}", .. configuration.Awaited], cancel));
    }

    private string WithPorts(string text) => text
        .Replace("{port}", $"{First.Port}", StringComparison.Ordinal)
        .Replace("{second}", $"{Second?.Port}", StringComparison.Ordinal);
}
