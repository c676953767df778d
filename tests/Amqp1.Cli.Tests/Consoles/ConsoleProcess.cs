using System.Text.Json;

namespace Amqp1.Cli.Tests.Consoles;

/// <summary>A router or broker of the tool with its console page, both on free ports.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private readonly CliProcess _process;

    private ConsoleProcess(CliProcess process, string bus, Uri page)
    {
        _process = process;
        Bus = bus;
        Page = page;
    }

    /// <summary>The transport URL.</summary>
    public string Bus { get; }

    /// <summary>The URL of the page, which ends with a slash.</summary>
    public Uri Page { get; }

    /// <summary>Starts the command <c>router</c> or <c>broker</c>.</summary>
    public static async Task<ConsoleProcess> StartAsync(string command)
    {
        var process = CliProcess.Start(command, "--port", "0", "--http", "0", "--json");
        try
        {
            var ready = JsonElement.Parse(await process.ReadLineAsync());
            return new ConsoleProcess(process, ready.GetProperty("url").GetString()!, new Uri(ready.GetProperty("console").GetString()! + "/"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
