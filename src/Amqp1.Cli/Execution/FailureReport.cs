using System.Text.Json.Nodes;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;
using Amqp1.Rpc;

namespace Amqp1.Cli.Execution;

/// <summary>Turns the exception that ended a command into a message on standard error and an exit code.</summary>
internal static class FailureReport
{
    private const int MaxErrorLength = 4096;

    /// <summary>Writes the message and returns the exit code.</summary>
    public static int Write(Terminal terminal, Exception failure, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested && failure is OperationCanceledException)
        {
            return ExitCode.Canceled;
        }

        var (code, kind) = Classify(failure);
        var message = PeerText.CleanLines(code == ExitCode.InternalError ? failure.ToString() : failure.Message, MaxErrorLength);
        if (terminal.IsJson)
        {
            var error = new JsonObject { ["kind"] = kind, ["message"] = message };
            Describe(error, failure);
            terminal.WriteErrorJson(new JsonObject { ["error"] = error });
        }
        else
        {
            terminal.WriteError(message);
        }

        return code;
    }

    private static (int Code, string Kind) Classify(Exception failure) => failure switch
    {
        CommandFailedException own => (own.ExitCode, KindOf(own.ExitCode)),
        UsageException or InvalidTargetException => (ExitCode.Usage, "usage"),
        MessagingTimeoutException => (ExitCode.Timeout, "timeout"),
        RemoteErrorException => (ExitCode.Failed, "remote_error"),
        MessageDeliveryException => (ExitCode.Failed, "delivery"),
        MessagingException => (ExitCode.Failed, "failed"),
        _ => (ExitCode.InternalError, "internal"),
    };

    private static string KindOf(int code) => code switch
    {
        ExitCode.CannotConnect => "cannot_connect",
        ExitCode.Timeout => "timeout",
        ExitCode.Usage => "usage",
        _ => "failed",
    };

    private static void Describe(JsonObject error, Exception failure)
    {
        switch (failure)
        {
            case RemoteErrorException remote:
                error["class"] = remote.ErrorClass;
                error["module"] = remote.Module;
                error["remote_message"] = remote.RemoteMessage;
                break;
            case MessageDeliveryException delivery:
                error["condition"] = delivery.Condition;
                error["in_doubt"] = delivery.InDoubt;
                break;
        }
    }
}
