namespace Amqp1.Cli.Execution;

/// <summary>
/// Lets the threads that wait for sockets also process what they have received, which halves the CPU time that a router needs for a
/// message. Only a process that is nothing but a router may do so: code that blocks such a thread stops all sockets of the process.
/// </summary>
internal static class InlineCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Enables them if the command is a router or a broker. Must be called before the process uses its first socket.</summary>
    /// <param name="args">The command line.</param>
    public static void EnableForRouter(IReadOnlyList<string> args)
    {
        if (args.FirstOrDefault(static arg => !arg.StartsWith('-')) is "router" or "broker" && Environment.GetEnvironmentVariable(Variable) is null)
        {
            // .NET offers no other setting for this than the variable, which it reads when it creates the first socket.
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
