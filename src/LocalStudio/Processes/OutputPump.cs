using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalStudio.Processes;

/// <summary>
/// Reads what a process prints, line by line. Waiting for output and taking it are apart, so that <see cref="Drain"/> can take, there and then, all
/// that the process has written so far: what it printed before it answered elsewhere is known when the answer is.
/// </summary>
internal sealed class OutputPump
{
    private const short ReadableEvent = 1;
    private const int Interrupted = 4;

    private readonly Lock _lock = new();
    private readonly AnonymousPipeClientStream _pipe;
    private readonly Action<string> _onLine;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _bytes = new byte[64 * 1024];
    private readonly char[] _characters = new char[64 * 1024];
    private readonly StringBuilder _line = new();

    public OutputPump(StreamReader reader, Action<string> onLine)
    {
        _pipe = (AnonymousPipeClientStream)reader.BaseStream;
        _onLine = onLine;
        new Thread(Run) { IsBackground = true, Name = "output of a process" }.Start();
    }

    /// <summary>Completes when nobody has the pipe's other end any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Takes all that has been written so far.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            while (!_ended.Task.IsCompleted && IsReadable(timeout: 0)) Take();
        }
    }

    private void Run()
    {
        while (!_ended.Task.IsCompleted)
        {
            IsReadable(timeout: -1);
            lock (_lock)
            {
                // Somebody else may have drained it in between: then reading would block.
                if (!_ended.Task.IsCompleted && IsReadable(timeout: 0)) Take();
            }
        }
    }

    private void Take()
    {
        var read = ReadPipe();
        var count = _decoder.GetChars(_bytes.AsSpan(0, read), _characters, flush: read == 0);
        var rest = _characters.AsSpan(0, count);
        for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
        {
            _line.Append(rest[..end]);
            EndLine();
            rest = rest[(end + 1)..];
        }

        _line.Append(rest);
        if (read > 0) return;
        if (_line.Length > 0) EndLine();
        _ended.TrySetResult();
    }

    private int ReadPipe()
    {
        try
        {
            return _pipe.Read(_bytes, 0, _bytes.Length);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void EndLine()
    {
        var line = _line.ToString();
        _line.Clear();
        _onLine(line);
    }

    /// <summary>Whether a read would find something at once: output, or its end.</summary>
    private bool IsReadable(int timeout)
    {
        if (_pipe.SafePipeHandle.IsClosed) return true;
        var wanted = new PollDescriptor { FileDescriptor = (int)_pipe.SafePipeHandle.DangerousGetHandle(), Events = ReadableEvent };
        var ready = Poll(ref wanted, 1, timeout);
        return ready > 0 || (ready < 0 && Marshal.GetLastPInvokeError() != Interrupted);
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int FileDescriptor;
        public short Events;
        public short ReturnedEvents;
    }
}
