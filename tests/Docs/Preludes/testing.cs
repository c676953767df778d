global using static GivenTesting;
global using System.Runtime.CompilerServices;

using Amqp1.Testing;

public partial class Program;

internal static class GivenTesting
{
    public static TestRouter router => null!;
}
