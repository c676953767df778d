namespace Amqp1.Cli.Settings;

/// <summary>The exception that is thrown when an option, an argument or a file of the user cannot be used. Its message has no secrets.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
