namespace Amqp1.Cli.Execution;

/// <summary>The exception with which a command ends with a message and an exit code.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">The message for the user, without secrets.</param>
/// <param name="innerException">The cause.</param>
internal sealed class CommandFailedException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
