using System.Globalization;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Processes;

/// <summary>
/// The side of a <see cref="ChildProcess"/> that runs in the child. It reports that the child is ready, answers questions, and ends when
/// its parent closes the pipe or dies.
/// </summary>
internal static class ChildHost
{
    public const string Ready = "ready ";
    public const string Allocated = "allocated";
    public const string StartSampling = "start-sampling";
    public const string StopSampling = "stop-sampling";
    public const string EndOfAnswer = ".";

    /// <summary>Completes when the child must end.</summary>
    public static async Task ServeAsync(string readyWith)
    {
        Console.WriteLine(Ready + readyWith);
        AllocationSampler? sampler = null;
        while (await Console.In.ReadLineAsync() is { } question)
        {
            switch (question)
            {
                case Allocated:
                    Console.WriteLine(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
                    break;
                case StartSampling:
                    sampler = new AllocationSampler();
                    break;
                case StopSampling:
                    foreach (var (type, bytes) in sampler?.Stop() ?? [])
                    {
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes} {type}"));
                    }

                    break;
            }

            Console.WriteLine(EndOfAnswer);
        }
    }
}
