namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The result of a program that has ended.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program and waits for its end.</summary>
    public static async Task<ProcessResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var lines = new List<string>();
        await using var process = ChildProcess.Start(program, arguments, lines.Add, environment);
        process.CloseInput();
        var code = await process.Exited.WaitAsync(Limits.BrokerStart, cancel);
        return new ProcessResult(code, string.Join('\n', lines), process.Errors);
    }
}
