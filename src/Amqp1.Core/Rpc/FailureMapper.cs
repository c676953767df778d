using System.Security;
using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>Converts an exception of a method to names that a Python caller understands (docs/spec/messages.md#exceptions).</summary>
internal static class FailureMapper
{
    private const string Builtins = "builtins";

    /// <summary>Returns the failure to send.</summary>
    /// <param name="exception">The exception of the method.</param>
    /// <param name="includeTraceback">Whether the failure contains the stack trace.</param>
    /// <param name="registry">The types that are shared with callers; null for none.</param>
    /// <param name="json">The options for the data of shared types; null for the defaults.</param>
    public static RemoteFailure ToFailure(Exception exception, bool includeTraceback, RemoteExceptionRegistry? registry = null, JsonSerializerOptions? json = null)
    {
        IReadOnlyList<string> traceback = includeTraceback ? ErrorText.Cut(Traceback(exception)) : [];
        var text = ErrorText.Of(exception);
        if (exception is DispatchException dispatch)
        {
            return new RemoteFailure(dispatch.ErrorClass, DispatchException.Module, text, traceback);
        }

        if (exception is WireFormatException malformed)
        {
            return new RemoteFailure(malformed.IsWrongType ? "TypeError" : "ValueError", Builtins, ErrorText.Cut($"The request cannot be read. {text}"), traceback);
        }

        if (RemoteExceptionRegistry.OriginOf(exception) is { } remote)
        {
            var passedOn = includeTraceback && remote.Traceback.Count > 0 ? ErrorText.Cut(remote.Traceback) : traceback;
            return new RemoteFailure(remote.ErrorClass, remote.Module, ErrorText.Cut(remote.RemoteMessage), passedOn, Members: remote.Members);
        }

        if (registry?.SharedOf(exception) is { } shared && TryWrite(shared, exception, json ?? MessagingJson.Default, out var members))
        {
            return new RemoteFailure(shared.Class, shared.Module, text, traceback, Members: members);
        }

        return BuiltinFor(exception) is { } builtin
            ? new RemoteFailure(builtin, Builtins, text, traceback)
            : new RemoteFailure(exception.GetType().Name, exception.GetType().Namespace, text, traceback);
    }

    /// <summary>Returns the failure that is sent in place of a reply that is too large for its peer.</summary>
    public static RemoteFailure ToTooLarge(string reason) =>
        new("RuntimeError", Builtins, $"The request was handled, but its reply cannot be sent. {ErrorText.Cut(reason)}", []);

    /// <summary>Returns the exception itself, or a substitute when reading its text throws.</summary>
    public static Exception Readable(Exception exception)
    {
        try
        {
            _ = exception.Message;
            return exception;
        }
#pragma warning disable CA1031 // The exception is foreign code; the caller must get an answer whatever it throws.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new InvalidOperationException($"The method threw a {exception.GetType().Name} that cannot be read.");
        }
    }

    /// <summary>Returns false if the data of the exception cannot be written or is too long.</summary>
    private static bool TryWrite(SharedException shared, Exception exception, JsonSerializerOptions json, out ReadOnlyMemory<byte> members)
    {
        try
        {
            members = shared.Write(exception, json);
            return members.Length <= ErrorText.MaxDataLength;
        }
#pragma warning disable CA1031 // The exception is foreign code; the answer can be sent without the data.
        catch (Exception)
#pragma warning restore CA1031
        {
            members = default;
            return false;
        }
    }

    /// <summary>Returns the equivalent Python builtin; null when there is none, so that the .NET name is sent.</summary>
    private static string? BuiltinFor(Exception exception) => exception switch
    {
        RpcArgumentException => "TypeError",
        ArgumentOutOfRangeException or IndexOutOfRangeException => "IndexError",
        ArgumentException or FormatException => "ValueError",
        KeyNotFoundException => "KeyError",
        NotImplementedException or NotSupportedException => "NotImplementedError",
        TimeoutException or OperationCanceledException => "TimeoutError",
        UnauthorizedAccessException or SecurityException => "PermissionError",
        FileNotFoundException or DirectoryNotFoundException => "FileNotFoundError",
        IOException => "OSError",
        OverflowException => "OverflowError",
        DivideByZeroException => "ZeroDivisionError",
        ArithmeticException => "ArithmeticError",
        OutOfMemoryException => "MemoryError",
        _ when exception.GetType() == typeof(InvalidOperationException) || exception.GetType() == typeof(Exception) => "RuntimeError",
        _ => null,
    };

    private static string[] Traceback(Exception exception)
    {
        try
        {
            return [.. exception.ToString().Split('\n').Select(line => line.TrimEnd('\r') + "\n")];
        }
#pragma warning disable CA1031 // The exception is foreign code; the answer can be sent without a traceback.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }
}
