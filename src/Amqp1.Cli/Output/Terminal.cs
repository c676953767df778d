using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Amqp1.Cli.Output;

/// <summary>
/// The output of the tool. Results go to standard output, as text or as JSON; errors, notes and progress go to standard error. There is
/// no colour when the output is not a terminal.
/// </summary>
/// <remarks>Thread-safe: a result is written whole before the next one.</remarks>
internal sealed class Terminal
{
    /// <summary>The width of tables that are not written to a terminal. Their cells must not be broken into lines.</summary>
    private const int PipedWidth = 1000;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    private readonly Lock _lock = new();
    private readonly bool _isOutRedirected;
    private readonly bool _isErrorRedirected;

    private Terminal(TextWriter output, TextWriter error, bool isOutRedirected, bool isErrorRedirected, bool isJson, bool noColor)
    {
        Out = output;
        Error = error;
        _isOutRedirected = isOutRedirected;
        _isErrorRedirected = isErrorRedirected;
        IsJson = isJson;
        Console = ConsoleOn(output, isOutRedirected, noColor);
        ErrorConsole = ConsoleOn(error, isErrorRedirected, noColor);
    }

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether results are written as JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Whether standard output is a terminal, so that a live display is possible.</summary>
    public bool IsInteractive => !_isOutRedirected;

    /// <summary>Whether progress is shown: standard error is a terminal and the results are not JSON.</summary>
    public bool ShowsProgress => !_isErrorRedirected && !IsJson;

    /// <summary>Standard output for tables and live displays.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Standard error for progress.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>Returns the output of this process.</summary>
    public static Terminal OfProcess()
    {
        // Piped output is UTF-8 on every platform, without a byte order mark.
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(System.Console.Out, System.Console.Error, System.Console.IsOutputRedirected, System.Console.IsErrorRedirected, isJson: false, noColor: false);
    }

    /// <summary>Returns the same output with the options of a command line.</summary>
    public Terminal With(bool isJson, bool noColor) => new(Out, Error, _isOutRedirected, _isErrorRedirected, isJson, noColor);

    /// <summary>Writes a line of a result.</summary>
    public void WriteLine(string line)
    {
        lock (_lock)
        {
            Out.WriteLine(line);
            Out.Flush();
        }
    }

    /// <summary>Writes a table or another renderable part of a result.</summary>
    public void Write(IRenderable part)
    {
        lock (_lock)
        {
            Console.Write(part);
        }
    }

    /// <summary>Writes a JSON value as a result: indented on a terminal, otherwise on one line.</summary>
    public void WriteJson(JsonNode? value) => WriteLine(ToText(value, _isOutRedirected ? Compact : Indented));

    /// <summary>Writes a JSON value on one line, for results that are a stream of lines.</summary>
    public void WriteJsonLine(JsonNode? value) => WriteLine(ToText(value, Compact));

    /// <summary>Writes an error to standard error.</summary>
    public void WriteError(string message)
    {
        lock (_lock)
        {
            ErrorConsole.Write(new Text("error: ", new Style(Color.Red)));
            Error.WriteLine(message);
        }
    }

    /// <summary>Writes a JSON value to standard error.</summary>
    public void WriteErrorJson(JsonNode value)
    {
        lock (_lock)
        {
            Error.WriteLine(ToText(value, Compact));
        }
    }

    /// <summary>Writes a note for a person to standard error. Nothing is written with <c>--json</c>.</summary>
    public void WriteNote(string message)
    {
        if (!IsJson)
        {
            lock (_lock)
            {
                Error.WriteLine(message);
            }
        }
    }

    /// <summary>Returns JSON text on one line.</summary>
    public static string ToLine(JsonNode? value) => ToText(value, Compact);

    private static string ToText(JsonNode? value, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected, bool noColor)
    {
        var isPlain = isRedirected || noColor || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = PipedWidth;
        }

        return console;
    }
}
