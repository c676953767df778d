namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>A qpidd that a test configures and starts, with the command in AMQP1_TEST_QPIDD, and the URL for <c>amqp1 check</c>.</summary>
internal sealed class Qpidd : IAsyncDisposable
{
    public const string Variable = "AMQP1_TEST_QPIDD";

    private readonly string _command;
    private readonly int _port = FreePort.Find();
    private ServerProcess? _process;

    private Qpidd(string command) => _command = command;

    /// <summary>The options of the program, without those for the port and the folder of data.</summary>
    public List<string> Options { get; } = ["--auth=no"];

    /// <summary>The patterns of addresses for which queues are created.</summary>
    public List<string> Queues { get; } = ["exclusive", "unicast"];

    /// <summary>The patterns of addresses for which topics are created.</summary>
    public List<string> Topics { get; } = ["broadcast"];

    public TestFiles Files { get; } = new();

    /// <summary>The URL. In its text, <c>{port}</c> is the port of the broker.</summary>
    public string Source { get; set; } = "amqp://127.0.0.1:{port}/";

    /// <summary>Creates a broker that is not started. The test is skipped if there is no qpidd.</summary>
    public static Qpidd Require()
    {
        var command = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(command), $"{Variable} names no command that starts qpidd with further options.");
        return new Qpidd(command!);
    }

    /// <summary>Sets the rules of access control. Later rules apply only if no earlier one does.</summary>
    public void Acl(params string[] rules) => Options.Add($"--acl-file={Files.Write("qpidd.acl", [.. rules, ""])}");

    /// <summary>Starts the broker and runs the check.</summary>
    public async Task<ServerReport> CheckAsync(string limit, CancellationToken cancel)
    {
        string[] arguments =
        [
            $"--port={_port}", "--interface=127.0.0.1", "--no-data-dir", .. Options,
            .. Queues.Select(pattern => $"--queue-patterns={pattern}"), .. Topics.Select(pattern => $"--topic-patterns={pattern}"),
        ];
        _process = await ServerProcess.StartAsync(_command, arguments, [$"Listening on TCP/TCP6 port {_port}"], cancel);
        return await ServerReport.RunAsync(limit, [Source.Replace("{port}", $"{_port}", StringComparison.Ordinal)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Files.Dispose();
    }
}
