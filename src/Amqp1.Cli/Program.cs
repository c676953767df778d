using Amqp1.Cli;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;

InlineCompletions.EnableForRouter(args);
return await CommandLine.InvokeAsync(RootBuilder.Create(), args, Terminal.OfProcess()).ConfigureAwait(false);
