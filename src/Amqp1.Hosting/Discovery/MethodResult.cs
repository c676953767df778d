namespace Amqp1.Hosting.Discovery;

/// <summary>What a method gives back: how it is waited for, and the value, if there is one.</summary>
/// <param name="Wrapper">How the value comes.</param>
/// <param name="Value">The type of the value; null for none.</param>
internal readonly record struct MethodResult(ResultWrapper Wrapper, Type? Value)
{
    public bool IsRefused => Wrapper == ResultWrapper.Refused;

    public static MethodResult Of(Type type)
    {
        if (type == typeof(void))
        {
            return new MethodResult(ResultWrapper.None, null);
        }

        if (type == typeof(Task))
        {
            return new MethodResult(ResultWrapper.Task, null);
        }

        if (type == typeof(ValueTask))
        {
            return new MethodResult(ResultWrapper.ValueTask, null);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
        {
            var value = type.GetGenericArguments()[0];
            return new MethodResult(
                IsRefusedValue(value) ? ResultWrapper.Refused : definition == typeof(Task<>) ? ResultWrapper.Task : ResultWrapper.ValueTask, value);
        }

        return new MethodResult(IsRefusedValue(type) ? ResultWrapper.Refused : ResultWrapper.None, type);
    }

    private static bool IsRefusedValue(Type type) =>
        type.IsByRef
        || type.IsByRefLike
        || type.IsPointer
        || typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>) || definition == typeof(IAsyncEnumerator<>)));
}
