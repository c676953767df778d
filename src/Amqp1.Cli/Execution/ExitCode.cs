namespace Amqp1.Cli.Execution;

/// <summary>The exit codes of the tool. They are a part of its interface: docs/using/tool.md#exit-codes lists them.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked to do.</summary>
    public const int Success = 0;

    /// <summary>The bus was reached, but the operation failed: the server returned an error, a message was refused, or a check found a problem.</summary>
    public const int Failed = 1;

    /// <summary>An option, an argument or a file cannot be used. Nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>No connection could be opened.</summary>
    public const int CannotConnect = 3;

    /// <summary>The time limit passed without an answer.</summary>
    public const int Timeout = 4;

    /// <summary>The tool itself has an error.</summary>
    public const int InternalError = 70;

    /// <summary>The user cancelled the command.</summary>
    public const int Canceled = 130;
}
