/// <summary>The tool as the build of this solution has left it.</summary>
internal static class BuiltTool
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(new Projects.Amqp1_Cli().ProjectPath)!, "bin", Configuration, "net10.0", "amqp1.dll");
}
