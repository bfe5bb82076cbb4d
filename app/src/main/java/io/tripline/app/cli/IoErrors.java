package io.tripline.app.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an operation on a file failed of, as a sentence. */
public final class IoErrors {
  private IoErrors() {}

  public static String sentence(FileSystemException e) {
    String file = e.getFile();
    return switch (e) {
      case NoSuchFileException _ -> "there is no " + file;
      case AccessDeniedException _ -> "no permission for " + file;
      case FileAlreadyExistsException _ -> file + " exists already";
      case NotDirectoryException _ -> file + " is not a folder";
      case DirectoryNotEmptyException _ -> "the folder " + file + " is not empty";
      case FileSystemLoopException _ -> file + " links to a folder above itself";
      default -> file + ": " + (e.getReason() == null ? e.toString() : e.getReason());
    };
  }
}
