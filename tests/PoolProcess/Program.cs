using System.Runtime.CompilerServices;
using Amqp1.PoolProcess;

// A process whose thread pool tests can block completely. The arguments are `service URL IDLE_MS [CA_FILE]` or
// `router IDLE_MS [CERTIFICATE_FILE KEY_FILE]`. The main thread, which is not a thread of the pool, reads commands and writes events.
RuntimeHelpers.RunClassConstructor(typeof(Pool).TypeHandle);
using IPlay play = args[0] switch
{
    "service" => new Service(args[1], args[2], args.ElementAtOrDefault(3)),
    "router" => new Router(args[1], args.ElementAtOrDefault(2), args.ElementAtOrDefault(3)),
    _ => throw new ArgumentException($"'{args[0]}' is neither 'service' nor 'router'."),
};
play.Start();
while (Console.In.ReadLine() is { } command)
{
    switch (command)
    {
        case "block":
            Pool.Fill();
            break;
        case "release":
            Pool.Release();
            break;
        default:
            throw new ArgumentException($"'{command}' is neither 'block' nor 'release'.");
    }
}
