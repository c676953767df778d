using System.Globalization;
using Amqp1.Benchmarks;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Frames;
using Amqp1.Benchmarks.Growth;
using Amqp1.Benchmarks.Processes;

try
{
    switch (args)
    {
        case ["router", ..]:
            await RouterProcess.RunAsync();
            return 0;
        case ["broker", var contender]:
            await BrokerProcess.RunAsync(isDurable: contender == ContenderFactory.BrokerDurable);
            return 0;
        case ["server", var contender, var url]:
            await using (var server = ContenderFactory.CreateServer(contender))
            {
                await ChildHost.ServeAsync(await server.StartAsync(url));
            }

            return 0;
        case ["growth-server", var axis, var size, var url]:
            await using (var servers = new GrowthServers(GrowthAxis.Find(axis), int.Parse(size, CultureInfo.InvariantCulture)))
            {
                await ChildHost.ServeAsync(await servers.StartAsync(url));
            }

            return 0;
        case ["growth", var folder, .. var rest]:
            return await GrowthComparison.RunAsync(BenchmarkOptions.Parse(rest), folder);
        case ["python", .. var rest]:
            return await PythonComparison.RunAsync(BenchmarkOptions.Parse(rest));
        case ["frames", .. var rest]:
            return await FrameComparison.RunAsync(BenchmarkOptions.Parse(rest));
        case ["profile", .. var rest]:
            return await AllocationProfile.RunAsync(BenchmarkOptions.Parse(rest));
        case ["record", var folder, .. var rest]:
            return await Recorder.RunAsync(BenchmarkOptions.Parse(rest, BenchmarkOptions.OfRecord), folder);
        case ["--help"] or ["-h"]:
            Console.WriteLine(BenchmarkOptions.Usage);
            return 0;
        default:
            return await Comparison.RunAsync(BenchmarkOptions.Parse(args));
    }
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}
